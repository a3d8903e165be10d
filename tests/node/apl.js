// What Amazon's own checker of APL finds in a document.
// node apl.js < document.json > a JSON list of {path, errorMessage, level}
"use strict";
const fs = require("fs");
const { StaticAplTemplateValidator } = require("apl-suggester");

// It tells of what it does on the console, where only the findings belong.
console.log = () => {};

new StaticAplTemplateValidator()
  .validate(JSON.parse(fs.readFileSync(0, "utf8")))
  .then((found) => process.stdout.write(JSON.stringify(found)))
  .catch((error) => {
    process.stderr.write(`${error && error.stack}\n`);
    process.exit(1);
  });

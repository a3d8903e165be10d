// What virtual-alexa, a simulator nobody here wrote, makes of utterances with one of our models.
// node resolve.js MODEL.json < a JSON list of utterances > a JSON list of {intent, slots} (null: no sample fits)
"use strict";
const fs = require("fs");
const { VirtualAlexa } = require("virtual-alexa");

async function main() {
  const model = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
  const utterances = JSON.parse(fs.readFileSync(0, "utf8"));
  let seen = null;
  const handler = async (event) => {
    seen = event.request;
    return { version: "1.0", response: { shouldEndSession: false } };
  };
  const alexa = VirtualAlexa.Builder().handler(handler).interactionModel(model).create();
  const out = [];
  for (const utterance of utterances) {
    seen = null;
    try {
      await alexa.utter(utterance);
    } catch (error) {
      // Where no sample fits it throws; a real device sends AMAZON.FallbackIntent.
      if (!/Unable to match utterance/.test(String(error))) throw error;
    }
    const intent = seen && seen.type === "IntentRequest" ? seen.intent : null;
    out.push(
      intent && {
        intent: intent.name,
        slots: Object.fromEntries(Object.values(intent.slots || {}).map((slot) => [slot.name, slot.value || ""])),
      },
    );
  }
  process.stdout.write(JSON.stringify(out));
}

main().catch((error) => {
  process.stderr.write(`${error && error.stack}\n`);
  process.exit(1);
});

// Drives a running skill with virtual-alexa, a simulator nobody here wrote, and writes down all that passes between them,
// also what its audio player sends by itself.
// node talk.js < {target, application, models: {locale: file}, scenarios} > a JSON list, per scenario a list per step of
// {error, passed: [{request, status, response}]}. `target` is whatever takes an envelope by POST: Flask, or Lambda's emulator.
"use strict";
const fs = require("fs");
const http = require("http");
const { VirtualAlexa } = require("virtual-alexa");

const ENDED = ["ERROR", "EXCEEDED_MAX_REPROMPTS", "USER_INITIATED"];

function post(url, body) {
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
    const { hostname, port, pathname: path } = new URL(url);
    // The simulator replaces http.request with one that takes no URL.
    const request = http.request({ hostname, port, path, method: "POST", headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString("utf8") }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

// Between the simulator and the skill: hands everything on, and keeps a copy.
function listener(target, seen) {
  return http.createServer((incoming, outgoing) => {
    const parts = [];
    incoming.on("data", (part) => parts.push(part));
    incoming.on("end", async () => {
      const body = Buffer.concat(parts).toString("utf8");
      const answer = await post(target, body).catch((error) => ({ status: 599, text: String(error) }));
      let response = null;
      try {
        response = JSON.parse(answer.text);
      } catch (error) {
        response = { unreadable: answer.text };
      }
      seen.push({ request: JSON.parse(body), status: answer.status, response });
      outgoing.writeHead(answer.status === 200 ? 200 : 502, { "Content-Type": "application/json" });
      outgoing.end(JSON.stringify(response));
    });
  });
}

async function step(alexa, told) {
  if (told.say !== undefined) return alexa.utter(told.say);
  if (told.launch) return alexa.launch();
  if (told.intent !== undefined) return alexa.intend(told.intent, told.slots || {});
  if (told.end !== undefined) return alexa.endSession(ENDED.indexOf(told.end));
  if (told.event !== undefined) return alexa.request().audioPlayer(told.event, told.token, told.ms || 0).send();
  if (told.type !== undefined) return alexa.request().requestType(told.type).send();
  throw new Error(`no such step: ${JSON.stringify(told)}`);
}

async function main() {
  const { target, application, models, scenarios } = JSON.parse(fs.readFileSync(0, "utf8"));
  const seen = [];
  const between = listener(target, seen);
  await new Promise((resolve) => between.listen(0, "127.0.0.1", resolve));
  const out = [];
  for (const scenario of scenarios) {
    const model = JSON.parse(fs.readFileSync(models[scenario.locale], "utf8"));
    const alexa = VirtualAlexa.Builder()
      .applicationID(application)
      .interactionModel(model)
      .locale(scenario.locale)
      .skillURL(`http://127.0.0.1:${between.address().port}/`)
      .create();
    const steps = [];
    for (const told of scenario.steps) {
      let error = null;
      await step(alexa, told).catch((raised) => (error = String(raised)));
      steps.push({ error, passed: seen.splice(0) });
    }
    out.push(steps);
  }
  between.close();
  // All of it, before the process ends.
  process.stdout.write(JSON.stringify(out), () => process.exit(0));
}

main().catch((error) => {
  process.stderr.write(`${(error && error.stack) || error}\n`);
  process.exit(1);
});

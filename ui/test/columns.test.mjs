// Which columns of a file are sent, and where each choice finds its own among them.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../module.mjs";

const { Columns } = await load("people-file/columns");
const columns = (chosen) =>
  new Columns({ querySelectorAll: () => Object.entries(chosen).map(([name, value]) => ({ name, value })) });

test("each column is sent once, in the order of the file", () => {
  const told = columns({ adresse: "7", ville: "3", code_postal: "3", insee: "", date: "10", croiser1: "0" });
  assert.deepEqual(told.all, [0, 3, 7, 10]);
  assert.deepEqual(Object.fromEntries(told.places()), { adresse: 2, ville: 1, code_postal: 1, date: 3, croiser1: 0 });
});

test("what is crossed and dated tells no address", () => {
  assert.deepEqual(columns({ adresse: "7", ville: "3", date: "10", croiser1: "0" }).address, [3, 7]);
});

test("an address needs a way or a commune", () => {
  assert.ok(columns({ adresse: "0" }).isEnough);
  assert.ok(columns({ ville: "0" }).isEnough);
  assert.ok(!columns({ numero: "0", code_postal: "1", adresse: "", ville: "" }).isEnough);
});

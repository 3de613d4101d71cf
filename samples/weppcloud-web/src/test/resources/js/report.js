// Runs what the test file before it has registered.
import { run } from "./harness.js";

globalThis.jsTestReport = run();

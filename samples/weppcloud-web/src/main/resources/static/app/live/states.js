// The states of tasks and runs: one letter each in what the service sends.

/** What is known of each state: its word, its sign (not by colour alone), and where it stands when sorted. */
export const STATES = {
  f: { name: "failed", sign: "✕", order: 0 },
  r: { name: "running", sign: "▸", order: 1 },
  w: { name: "waiting", sign: "…", order: 2 },
  k: { name: "skipped", sign: "–", order: 3 },
  s: { name: "succeeded", sign: "✓", order: 4 },
  d: { name: "disabled", sign: "", order: 5 },
};

/** The letters of the states that a run can have, what needs a person first. */
export const RUN_STATES = ["f", "r", "w", "s"];

/** The letters of the states that a task can have. */
export const TASK_STATES = Object.keys(STATES);

const LETTERS = Object.fromEntries(Object.entries(STATES).map(([letter, state]) => [state.name, letter]));

/** Returns the letter of a state that is written as a word; a waiting one for a word that is unknown. */
export const letterOf = (word) => LETTERS[String(word).toLowerCase()] ?? "w";

/**
 * Returns where a run stands: the worst of its tasks, as StatusReader.outcome of the library has it.
 *
 * @param {string} tasks the letters of its tasks
 * @param {boolean} active whether a process runs the batch now
 */
export function stateOfRun(tasks, active) {
  let waiting = false;
  let running = false;
  let done = false;
  for (let i = 0; i < tasks.length; i++) {
    const letter = tasks[i];
    if (letter === "f") {
      return "f";
    }
    waiting ||= letter === "w";
    running ||= letter === "r";
    done ||= letter === "s";
  }
  if (running || (active && waiting && done)) {
    return "r";
  }
  return waiting ? "w" : "s";
}

/** The controls of the base project, in their order. */
export const baseControls = [];

/** Returns the values of all forms of the base project. */
export const serializeBase = () => null;

/** Shows what is wrong with single fields. */
export const showProblems = () => {};

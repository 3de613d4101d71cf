// What can be done to a list of scenarios, without looking at the page.

/**
 * A kind of scenario as the API describes it.
 *
 * @typedef {{value: string, label: string, offered: boolean, parameters: Array<{name: string, label: string, type: string,
 *     required: boolean, min: number, max: number, choices: Array<{value: *, label: string}>}>}} ScenarioType
 */

/** Returns a scenario of a type, with the first choice wherever one must be made. */
export function newScenario(type) {
  const scenario = { type: type.value };
  for (const { name, required, choices } of type.parameters) {
    if (required) {
      scenario[name] = choices[0].value;
    }
  }
  return scenario;
}

/** Returns a scenario with a parameter set; null and an empty list take it away. */
export function withParameter(scenario, name, value) {
  const { [name]: before, ...rest } = scenario;
  return value === null || (Array.isArray(value) && value.length === 0) ? rest : { ...rest, [name]: value };
}

/** Returns the list with one scenario moved by one place, up (-1) or down (1). */
export function moved(list, index, by) {
  const result = [...list];
  const [scenario] = result.splice(index, 1);
  result.splice(index + by, 0, scenario);
  return result;
}

/** Returns the types that may be chosen for a scenario: those that are offered, and the one it has. */
export const typesFor = (types, scenario) => types.filter(({ value, offered }) => offered || value === scenario.type);

/** Returns what a scenario says that its type does not know, such as a file. */
export function further(type, scenario) {
  const known = new Set(["type", ...(type?.parameters ?? []).map(({ name }) => name)]);
  return Object.entries(scenario).filter(([name]) => !known.has(name));
}

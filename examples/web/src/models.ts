/** The models that an agent can pick for a reply, through OpenRouter. */

export interface Choice {
  label: string;
  model: string;
}

export const CHOICES: readonly Choice[] = [
  { label: "Fast", model: "anthropic/claude-haiku-4.5" },
  { label: "Balanced", model: "anthropic/claude-3.5-sonnet" },
  { label: "Thorough", model: "anthropic/claude-opus-5.5" },
];

/** Asked directly when the router does not answer. */
const FALLBACK = "claude-sonnet-4-0";

export function pick(label: string | null): string {
  const choice = CHOICES.find((entry) => entry.label === label);
  return choice?.model ?? FALLBACK;
}

/** Old tickets store the model that answered them. */
export function isLegacy(model: string): boolean {
  return model === "claude-3-opus-20240229" || model.startsWith("claude-2");
}

import dogBreeds from "./dog-breeds.json";

/**
 * Label sets that come with the function, by the name that `CLASS_LABELS` gives. `dog-breeds`: the 133 classes of the
 * reference deployments' data set, in the order of its numbered folders (001.Affenpinscher to 133.Yorkshire_terrier),
 * which is the order of the model's scores.
 */
export const labelSets = { "dog-breeds": dogBreeds } as const satisfies Record<string, readonly string[]>;

export type LabelSetName = keyof typeof labelSets;

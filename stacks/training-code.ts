/** The program that training jobs run. */
import { archive, codeSource } from "../modules/training-host/bootstrap-archive";

/**
 * `sourcedir.tar.gz`: `train.py` at the top, what it imports, and `packages/` where `npm run vendor-packages` made it.
 * @returns the archive's path; equal content gives equal bytes
 */
export const trainingCodeArchive = (): string => archive(codeSource);

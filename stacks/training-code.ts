/** The program that training jobs run. */
import { archive, codeSource } from "../modules/training-host/bootstrap-archive";

export const trainingCodeArchive = (): string => archive(codeSource);

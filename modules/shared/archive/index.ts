export { archive, filesBelow, type ArchiveEntry, type ArchiveProps } from "./archive";

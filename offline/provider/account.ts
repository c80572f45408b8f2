/** The account that offline mode pretends to be: AWS's own example number, which belongs to nobody. */
export const ACCOUNT = "123456789012";
export const PARTITION = "aws";
export const DEFAULT_REGION = "us-east-1";

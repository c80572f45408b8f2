import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      "out",
      "dist",
      "cdktf.out",
      "coverage",
      "terraform",
      "**/*.mjs",
      "jest.config.js",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // One purpose a file: what outgrows this is split.
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // CDKTF is re-exported by one file, so that its successor is one file away; bindings come by resource.
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "cdktf", message: "Import from modules/shared/tf instead." },
            {
              name: "@cdktf/provider-aws",
              message: "Import by resource: @cdktf/provider-aws/lib/<resource>.",
            },
          ],
        },
      ],
    },
  },
  { files: ["modules/shared/tf.ts"], rules: { "no-restricted-imports": "off" } },
  prettier,
);

// What our own browser files are held to: ESLint's recommended rules, and those that keep small modules honest.

import js from '@eslint/js';
import globals from 'globals';

const RULES = {
  curly: ['error', 'multi-line'],
  eqeqeq: 'error',
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', 40],
  'no-implicit-globals': 'error',
  'no-shadow': 'error',
  'no-unused-vars': ['error', { args: 'all' }],
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { rules: RULES },
  { files: ['js/**/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  { files: ['tests/*.mjs'], languageOptions: { globals: globals.browser } },
];

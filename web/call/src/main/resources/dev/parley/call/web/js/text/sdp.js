/** The words about the lines of descriptions. */

import { words } from './language.js';

export const text = await words('sdp');

/** The anatomy of the call of this page, for its panel. */

import { Anatomy } from './anatomy.js';
import { recordingOfCall } from './model/recording.js';
import { saveButton } from './saving.js';

export function anatomyOf(call) {
  const recording = () => recordingOfCall(call);
  const fault = (error) => call.fault(error);
  return new Anatomy({ recording, fault, tools: saveButton(recording, fault) });
}

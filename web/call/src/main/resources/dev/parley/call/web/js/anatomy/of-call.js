/** The anatomy of the call of this page, for its panel. */

import { text } from '../text/anatomy.js';
import { h } from '../shared/dom.js';
import { Anatomy } from './anatomy.js';
import { recordingOfCall } from './model/recording.js';
import { saveButton } from './saving.js';

export function anatomyOf(call) {
  const recording = () => recordingOfCall(call);
  const fault = (error) => call.fault(error);
  return new Anatomy({ recording, fault, tools: [
    saveButton(recording, fault),
    h('a', { class: 'button plain small', href: '/anatomy?follow', target: '_blank', 'data-action': 'anatomy-page' }, text.anatomy.file.ownPage),
  ] });
}

/**
 * The lab's server: the page, what there is to run, and runs.
 *
 * <pre>
 *   GET  /lab, /lab/LESSON, files     the page (web/labpage)
 *   GET  /lab/api/catalogue           topologies and scenes
 *   POST /lab/api/run                 RunRequest --&gt; a run, parley-lab/1
 *   POST /lab/api/pcapng              the same run for Wireshark
 * </pre>
 *
 * <p>It is for one person at one machine: a run is computed on the network thread that was asked,
 * within the time of {@link dev.parley.lab.run.RunLimits}.
 */
package dev.parley.lab.web;

// What the server costs, from /proc.
#pragma once

// CPU time of the process, user and system, by the system's clock ticks.
double ticks_seconds(int pid);
// The same by the scheduler's own clock, to nanoseconds: its threads that live now.
double scheduled_seconds(int pid);
long resident_kb(int pid);

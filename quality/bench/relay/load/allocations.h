#pragma once
// Makes allocations as fast as the server answers, prints what they cost, and gives them back.
void measure_allocations(void);

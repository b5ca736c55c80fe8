#pragma once
// Sends through the relay at a fixed rate and prints what arrived and what that cost the server.
void measure_traffic(void);

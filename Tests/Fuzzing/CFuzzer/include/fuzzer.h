// The door of libFuzzer, whose run time the linker is given.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs the fuzzer with the arguments of a command line; 0 if it ended without a finding.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t count));

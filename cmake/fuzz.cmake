# Fuzzers: programs that feed odd bytes to what reads bytes of others. ci/fuzz builds and runs them.
option(ABI_CHECK_FUZZ "Build the fuzzers (libFuzzer, with address and undefined-behaviour sanitizers)" OFF)
# What is fuzzed is compiled again with these, so that libFuzzer sees its branches.
set(fuzz_flags -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)

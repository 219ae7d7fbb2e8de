# Fuzzers of the readers of untrusted bytes. ci/fuzz builds and runs them.
option(ABI_CHECK_FUZZ "Build the fuzzers (libFuzzer, with address and undefined-behaviour sanitizers)" OFF)
# The fuzzed code is compiled again with these flags, so that libFuzzer sees its branches.
set(fuzz_flags -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)

// One function per row of probe_languages.def: ask_c() in c.cpp and so on.
#pragma once

#include "read/probe/reader.h"

namespace abi::probe {

#define PROBE_LANGUAGE(name, ...) Reading ask_##name(const Request& request);
#include "model/probe_languages.def"
#undef PROBE_LANGUAGE

}  // namespace abi::probe

// One function per command of the tool.
#pragma once

#include "tool/options.h"
#include "tool/output.h"

namespace abi {

Status run_gate(const Options& options);
Status run_diff(const Options& options);
Status run_dump(const Options& options);
Status run_init(const Options& options);
Status run_explain(const Options& options);
Status run_gen(const Options& options);
Status run_replay(const Options& options);
Status run_rules(const Options& options);

}  // namespace abi

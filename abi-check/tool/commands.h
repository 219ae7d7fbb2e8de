// The commands of the tool: one function each, and one table with what their help says.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tool/options.h"
#include "tool/output.h"

namespace abi {

Status run_gate(const Options& options);
Status run_diff(const Options& options);
Status run_fix(const Options& options);
Status run_dump(const Options& options);
Status run_compare(const Options& options);
Status run_merge(const Options& options);
Status run_init(const Options& options);
Status run_lsp(const Options& options);
/// --watch: the gate again and again. It ends by a signal.
Status run_watch(const Options& options);
Status run_explain(const Options& options);
Status run_gen(const Options& options);
Status run_replay(const Options& options);
Status run_rules(const Options& options);
Status run_docs(const Options& options);

struct CommandRow {
    Command command;
    std::string_view name;  // "init"; "the gate", "--diff" and "--fix" for those that are no words
    Status (*run)(const Options& options);
    std::string_view summary;      // one line without a full stop
    std::string_view usage;        // lines of at most 80 columns, which the help prints as they are
    std::string_view about;        // sentences, which the help wraps; {languages} stands for those of `gen`
    std::string_view examples;     // lines, as for usage
    std::string_view exit_status;  // lines, as for usage
};

/// The gate, --diff, --fix, then the commands that are words.
std::span<const CommandRow> command_table();

/// Those that are words: the first word of the command line names them.
std::span<const CommandRow> typed_commands();

const CommandRow& command_row(Command command);

/// The page of `abi-check --help` or `abi-check COMMAND --help`: usage, the options that have an effect on `command`,
/// examples and exit status, in lines of at most 80 columns. The page of the gate lists the commands, too.
std::string help_page(Command command);

}  // namespace abi

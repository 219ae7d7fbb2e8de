#include <unistd.h>

#include <cstdio>
#include <exception>

#include "llvm/Support/ErrorHandling.h"
#include "tool/commands.h"

namespace {

using abi::Command;
using abi::Options;
using abi::Status;

struct Row {
    Command command;
    Status (*run)(const Options& options);
};
constexpr Row commands[] = {
    {Command::gate, abi::run_gate},       {Command::diff, abi::run_diff},   {Command::dump, abi::run_dump},
    {Command::explain, abi::run_explain}, {Command::gen, abi::run_gen},     {Command::init, abi::run_init},
    {Command::replay, abi::run_replay},   {Command::rules, abi::run_rules},
};

/// LLVM's own last word, such as a --help that nobody can be told: never the status of findings.
void give_up(void* /*unused*/, const char* reason, bool /*unused*/) {
    std::fprintf(stderr, "abi-check: error: %s\n", reason);
    _exit(static_cast<int>(Status::failed));
}

}  // namespace

int main(int argc, char** argv) {
    llvm::install_fatal_error_handler(give_up);
    const auto options = abi::parse_options(argc, argv);
    if (!options) return static_cast<int>(Status::failed);
    // The standard library throws where the system fails (memory, a working directory that is gone).
    try {
        for (const auto& [command, run] : commands) {
            if (command == options->command) return static_cast<int>(run(*options));
        }
    } catch (const std::exception& error) {
        return static_cast<int>(abi::say_error(error.what()));
    }
    return static_cast<int>(Status::failed);
}

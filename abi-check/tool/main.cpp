#include <exception>

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

}  // namespace

int main(int argc, char** argv) {
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

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "llvm/Support/ErrorHandling.h"
#include "tool/commands.h"
#include "tool/version.h"

namespace {

using abi::Status;

/// LLVM calls this for an error that it cannot return. Exit status 1 would mean findings.
void report_fatal_error(void* /*unused*/, const char* reason, bool /*unused*/) {
    std::fprintf(stderr, "abi-check: error: %s\n", reason);
    _exit(static_cast<int>(Status::failed));
}

Status run(const std::vector<std::string>& arguments) {
    const auto [options, error, wants_help, wants_version] = abi::parse_command_line(arguments);
    if (!error.empty()) return abi::say_error(error);
    if (wants_help) return abi::write_result("", abi::help_page(options.command));
    if (wants_version) return abi::write_result("", abi::version_line());
    return abi::command_row(options.command).run(options);
}

}  // namespace

int main(int argc, char** argv) {
    llvm::install_fatal_error_handler(report_fatal_error);
    // The standard library throws where the system fails, such as without memory or in a folder that was removed.
    try {
        return static_cast<int>(run({argv + std::min(argc, 1), argv + argc}));
    } catch (const std::exception& error) {
        return static_cast<int>(abi::say_error(error.what()));
    }
}

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace abi {

/// What `abi-check docs NAME` writes: the man page, or a completion of a shell.
struct DocsPage {
    std::string_view name;
    std::string (*write)();
};

std::span<const DocsPage> docs_pages();

/// The man page abi-check.1 in the macros of man(7), with all commands and their options.
std::string man_page();

}  // namespace abi

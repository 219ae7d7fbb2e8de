#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "test/folder.h"
#include "tool/commands.h"
#include "tool/docs_page.h"

using namespace abi;

TEST_CASE("the man page has every command and every option, with its help") {
    const std::string page = man_page();
    for (const auto& command : command_table()) {
        CAPTURE(command.name);
        CHECK(page.find(command.summary.empty() ? "?" : ".SS ") != std::string::npos);
    }
    for (const auto& row : option_table()) {
        std::string name = spelling(row);
        for (std::size_t at = 0; (at = name.find('-', at)) != std::string::npos; at += 2) name.insert(at, "\\");
        CAPTURE(name);
        CHECK(page.find("\n.B " + name) != std::string::npos);
    }
    CHECK(page.find("{formats}") == std::string::npos);
}

TEST_CASE("groff has no warning about the man page") {
    if (!test::present("groff")) return;
    const test::Folder folder;
    const auto file = folder.write("abi-check.1", man_page());
    REQUIRE(std::system(
                ("groff -man -Tascii -P-cbou -ww " + file + " >" + folder.path + "/text 2>" + folder.path + "/warnings")
                    .c_str()) == 0);
    CHECK(folder.read("warnings").empty());
    const auto text = folder.read("text");
    CHECK(text.find("--write-baseline") != std::string::npos);
    CHECK(text.find("SOURCES... [-- FLAGS]") != std::string::npos);
}

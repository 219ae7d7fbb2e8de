#include "tool/completion.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "test/folder.h"
#include "tool/commands.h"
#include "tool/docs_page.h"

using namespace abi;

namespace {

/// What bash proposes for the last word of a command line, in a folder with "a.c" and the folder "build".
std::string bash_proposes(const std::string& words, const std::string& mark = "") {
    const test::Folder folder;
    folder.write("a.c", "");
    folder.write("build/x", "");
    folder.write("script", completion_for_bash());
    folder.write("ask", "cd \"$1\"\nsource ./script\ncompopt() { :; }\nshift\nCOMP_WORDS=(abi-check \"$@\")\n" + mark +
                            "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_abi_check\nprintf '%s ' \"${COMPREPLY[@]}\"\n");
    REQUIRE(std::system(
                ("bash " + folder.path + "/ask " + folder.path + " " + words + " >" + folder.path + "/out").c_str()) ==
            0);
    return folder.read("out");
}

}  // namespace

TEST_CASE("each kind of value is completed, or it is known that nothing can be proposed") {
    constexpr std::array<std::string_view, 16> free{
        "A=B", "TARGET=FILE", "PATTERN", "FLAG",    "NAME",       "TRIPLE",   "OWN=NAME", "A..B",
        "REV", "HEX32",       "COMMAND", "SECONDS", "SEED:COUNT", "TEMPLATE", "N",        "I/N"};
    for (const auto& row : option_table()) {
        if (row.value.empty()) continue;
        CAPTURE(row.value);
        const bool is_free = values_of(row, Command::gate).kind == Values::Kind::free;
        CHECK(is_free == (std::ranges::find(free, row.value) != free.end()));
    }
}

TEST_CASE("each script has every command and every option") {
    for (const auto& page : docs_pages()) {
        if (page.name == "man") continue;
        const std::string script = page.write();
        CAPTURE(page.name);
        for (const auto& row : option_table()) {
            CAPTURE(row.name);
            const bool is_fish = page.name == "fish";
            const std::string dashes = row.name.size() == 1 ? " -s " : " -l ";
            CHECK(script.find(is_fish ? dashes + std::string(row.name) + " " : spelling(row)) != std::string::npos);
        }
        for (const auto& row : typed_commands()) CHECK(script.find(row.name) != std::string::npos);
    }
}

TEST_CASE("bash proposes what can stand at the place") {
    if (!test::present("bash")) return;
    CHECK(bash_proposes("comp") == "compare ");
    CHECK(bash_proposes("a.") == "a.c ");
    CHECK(bash_proposes("gen ru") == "rust ");
    CHECK(bash_proposes("rules abi-siz") == "abi-size ");
    CHECK(bash_proposes("docs z") == "zsh ");
    CHECK(bash_proposes("-p b") == "build ");
    CHECK(bash_proposes("--report j") == "json junit ");
    CHECK(bash_proposes("explain --report h") == "html ");
    CHECK(bash_proposes("explain --report j") == " ");
    CHECK(bash_proposes("--report html = a.") == "a.c ");
    CHECK(bash_proposes("--report = sar") == "sarif ");
    CHECK(bash_proposes("--config init --write-b") == "--write-baseline ");
    CHECK(bash_proposes("init --write-b") == " ");
    CHECK(bash_proposes("replay --kern") == "--kernel ");
    CHECK(bash_proposes("--diff --so") == "--source-url ");
    CHECK(bash_proposes("--fix --source") == " ");
    CHECK(bash_proposes("ls") == "lsp ");
    CHECK(bash_proposes("a.c -- b") == "build ");
}

TEST_CASE("zsh and fish accept their scripts") {
    const test::Folder folder;
    folder.write("zsh", completion_for_zsh());
    folder.write("fish", completion_for_fish());
    if (test::present("zsh")) CHECK(std::system(("zsh -n " + folder.path + "/zsh").c_str()) == 0);
    if (test::present("fish")) CHECK(std::system(("fish -n " + folder.path + "/fish").c_str()) == 0);
}

TEST_CASE("fish proposes what can stand at the place") {
    if (!test::present("fish")) return;
    const test::Folder folder;
    folder.write("script", completion_for_fish());
    for (const auto& [line, proposed] : {std::pair{"abi-check comp", "compare\t"},
                                         {"abi-check gen ru", "rust"},
                                         {"abi-check explain --report h", "html"},
                                         {"abi-check --config init --write-b", "--write-baseline\t"}}) {
        CAPTURE(line);
        const std::string ask = "fish --no-config -c 'source " + folder.path + "/script; complete -C \"" + line +
                                "\"' >" + folder.path + "/out 2>&1";
        REQUIRE(std::system(ask.c_str()) == 0);
        const auto out = folder.read("out");
        CAPTURE(out);
        CHECK(out.starts_with(proposed));
    }
}

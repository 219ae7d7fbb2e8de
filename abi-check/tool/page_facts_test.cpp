#include "tool/page_facts.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "tool/options.h"

using namespace abi;

namespace {

CommandLine parse(const std::vector<std::string>& words) {
    return parse_command_line(words);
}

}  // namespace

TEST_CASE("the date of a page is that of SOURCE_DATE_EPOCH") {
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    CHECK(page_facts({}).date == "2023-11-14 22:13 UTC");
    setenv("SOURCE_DATE_EPOCH", "1700000000x", 1);
    CHECK(page_facts({}).date != "2023-11-14 22:13 UTC");
    unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("a page shows the command line as a shell takes it, and no key") {
    CHECK(parse({"--report", "html=a b.html"}).options.command_line == "abi-check --report 'html=a b.html'");
    CHECK(parse({"explain", "--key", "00ff", "x.bin"}).options.command_line == "abi-check explain --key ... x.bin");
    CHECK(parse({"explain", "--key=00ff"}).options.command_line == "abi-check explain --key=...");
}

TEST_CASE("--source-url takes web addresses with a path, and names what it cannot replace") {
    const auto error = [](const std::string& url) { return parse({"--source-url", url}).error; };
    CHECK(error("https://host/blob/main/{path}#L{line}") == "");
    CHECK(error("https://host/blob/{rev}/{path}") == "");
    CHECK(error("file:///src/{path}") == "");
    CHECK(error("") == "--source-url: expected a value that is not empty, found \"\"");
    for (const auto* url : {" ", "javascript:alert(1)//{path}", "ftp://host/{path}", "file://host/{path}", "{path}"}) {
        CHECK(error(url) ==
              "--source-url: expected an address that begins with https://, http:// or file:///, found \"" +
                  std::string(url) + "\"");
    }
    for (const auto* url : {"https://host/ {path}", "https://host/{path} ", "https://host/\t{path}"}) {
        CHECK(error(url).starts_with("--source-url: expected an address without spaces, found "));
    }
    for (const auto* url : {"https://", "https://{path}", "https:///{path}", "https://?{path}"}) {
        CHECK(error(url) ==
              "--source-url: expected the name of a host behind https://, found \"" + std::string(url) + "\"");
    }
    CHECK(error("https://host/blob/main") ==
          "--source-url: expected {path} in the address, found \"https://host/blob/main\"");
    CHECK(error("https://host/{path}#L{row}") ==
          "--source-url: expected only {path}, {line} and {rev} in braces, found \"https://host/{path}#L{row}\"");
}

TEST_CASE("only the page needs what the page tells") {
    CHECK(writes_page(parse({"--report", "html=a.html"}).options));
    CHECK_FALSE(writes_page(parse({"--report", "json=a.json"}).options));
}

// What a watch draws.
#include "tool/watch_screen.h"

#include <doctest/doctest.h>

using abi::Status;
using abi::watch_frame;

TEST_CASE("The head of a watch tells the time, the verdict and how many findings there are") {
    const abi::GateEnd red{
        .status = Status::findings, .counts = {.errors = 1, .warnings = 0, .notes = 2}, .was_compared = true};
    CHECK(abi::watch_head("14:03:22", red, false) == "14:03:22  differs: 1 error, 0 warnings, 2 notes");
    CHECK(abi::watch_head("14:03:22", red, true).find("\033[1;31mdiffers\033[0m:") != std::string::npos);
    CHECK(abi::watch_head("14:03:22", {.status = Status::failed}, false) == "14:03:22  incomplete");
    CHECK(abi::watch_head("14:03:22", {.was_compared = true}, false) ==
          "14:03:22  conforms: 0 errors, 0 warnings, 0 notes");
    CHECK(abi::time_of_day().size() == 8);
}

TEST_CASE("A frame holds as many lines as the screen has rows for, and tells how many are missing") {
    CHECK(watch_frame("head", "", 80, 24) == "\033[H\033[Jhead\n");
    CHECK(watch_frame("head", "a\nb\nc\n", 80, 6) == "\033[H\033[Jhead\n\na\nb\nc\n");  // the cursor takes a row
    CHECK(watch_frame("head", "a\nb\nc\nd\n", 20, 6) == "\033[H\033[Jhead\n\na\nb\n… 2 more lines: mak…\n");
    CHECK(watch_frame("head", "a\nb\nc\nd\n", 80, 0) == "\033[H\033[Jhead\n\na\nb\nc\nd\n");
    CHECK(watch_frame("head", "a\nb\n", 80, 2) ==
          "\033[H\033[Jhead\n\n… 2 more lines: make the window higher, or run "
          "abi-check without --watch\n");
}

TEST_CASE("A wide line takes several rows; colours and bytes that are not shown take none") {
    const std::string wide(25, 'x');
    CHECK(watch_frame("head", wide + "\nb\n", 10, 7) == "\033[H\033[Jhead\n\n" + wide + "\nb\n");
    CHECK(watch_frame("head", wide + "\nb\n", 10, 6) == "\033[H\033[Jhead\n\n… 2 more …\n");
    const std::string coloured = "\033[31m" + std::string(10, 'x') + "\033[0m";
    CHECK(watch_frame("head", coloured + "\nb\n", 10, 5) == "\033[H\033[Jhead\n\n" + coloured + "\nb\n");
    CHECK(watch_frame("head", "öööööööööö\nb\n", 10, 5) == "\033[H\033[Jhead\n\nöööööööööö\nb\n");
}

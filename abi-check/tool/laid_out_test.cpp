#include "tool/laid_out.h"

#include <doctest/doctest.h>

using namespace abi;

TEST_CASE("a path of a command leads to the revision if it leads into the work tree") {
    struct Row {
        const char* word;
        const char* there;
        const char* why;
    };
    for (const auto& [word, there, why] :
         {Row{"/w/p/cc", "/t/w/p/cc", "a path"},
          {"/w/p", "/t/w/p", "the work tree itself"},
          {"-I/w/p/inc", "-I/t/w/p/inc", "behind an option"},
          {"-Mhal=/w/p/hal.zig", "-Mhal=/t/w/p/hal.zig", "behind ="},
          {"-ffile-prefix-map=/w/p=/w/p/x", "-ffile-prefix-map=/t/w/p=/t/w/p/x", "two of them"},
          {"-I/w/pq/inc", "-I/w/pq/inc", "another folder whose name begins in the same way"},
          {"-I/o/w/p/inc", "-I/o/w/p/inc", "another folder whose path ends in the same way"},
          {"-Iinc", "-Iinc", "a relative path stays, because the compiler runs in the other folder"},
          {"", "", "nothing"}}) {
        CAPTURE(why);
        CHECK(word_at(word, "/t", "/w/p") == there);
    }
}

TEST_CASE("an answer about a revision names the files of the work tree") {
    Reading reading;
    Record record;
    record.place.file = "/t/w/o/out.h";
    record.fields.emplace_back().place.file = "/t/w/o/out.h";
    reading.layout.records.push_back(record);
    reading.problems.push_back({{.file = "/t/w/o/out.h"}, "", "", "/t/w/p/a.h includes /t/w/p/b.h"});
    show_as_in_work_tree("/t", reading);
    CHECK(reading.layout.records[0].place.file == "/w/o/out.h");
    CHECK(reading.layout.records[0].fields[0].place.file == "/w/o/out.h");
    CHECK(reading.problems[0].place.file == "/w/o/out.h");
    CHECK(reading.problems[0].found == "/w/p/a.h includes /w/p/b.h");
}

#include "lsp/uri.h"

#include <doctest/doctest.h>

using namespace abi::lsp;

TEST_CASE("a path becomes a URI and a path again") {
    for (const std::string path : {"/a/b.h", "/a b/ö.h", "/100%/#1?.h", "/a+b/c:d.h"}) {
        CAPTURE(path);
        CHECK(path_of_uri(uri_of_path(path)) == path);
    }
    CHECK(uri_of_path("/a b/ö.h") == "file:///a%20b/%C3%B6.h");
}

TEST_CASE("only files of this machine have a path") {
    CHECK(path_of_uri("file://localhost/a.h") == "/a.h");
    CHECK(path_of_uri("file:/a.h") == "/a.h");
    CHECK(path_of_uri("file:///a%2eh#L3") == "/a.h");
    for (const auto* uri : {"", "untitled:1", "file://host/a.h", "http://a/b", "file:///a%", "file:///a%2",
                            "file:///%zz", "file:///a%00b", "file:a.h"}) {
        CAPTURE(uri);
        CHECK_FALSE(path_of_uri(uri));
    }
}

#include "lsp/frame.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace abi::lsp;

namespace {

/// All frames of the bytes: bodies, and errors behind "error: ".
std::vector<std::string> read(const std::vector<std::string>& parts, FrameLimits limits = {}) {
    FrameReader reader(limits);
    std::vector<std::string> frames;
    for (const auto& part : parts) {
        reader.feed(part);
        while (const auto frame = reader.next())
            frames.push_back(frame->error.empty() ? frame->body : "error: " + frame->error);
    }
    return frames;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a frame is a header, an empty line and a body of that length") {
    CHECK(framed("{}") == "Content-Length: 2\r\n\r\n{}");
    CHECK(read({framed("{}") + framed("") + framed("[1]\n")}) == Texts{"{}", "", "[1]\n"});
    CHECK(read({"content-length:3\nContent-Type: application/vscode-jsonrpc; charset=utf8\n\nabc"}) == Texts{"abc"});
    CHECK(read({"X-Other: a\r\nContent-Length: 1\r\n\r\nabc"}) == Texts{"a"});
}

TEST_CASE("the parts in which bytes arrive do not matter") {
    const std::string bytes =
        framed("{\"a\":1}") + "garbage\r\n\r\n" + framed("{}") + "Content-Length: x\r\n\r\n" + framed("[]");
    const auto whole = read({bytes});
    CHECK(whole.size() == 5);
    Texts single;
    for (const char c : bytes) single.emplace_back(1, c);
    CHECK(read(single) == whole);
    std::mt19937 random(7);  // NOLINT: the same parts in each run
    for (int round = 0; round < 200; ++round) {
        Texts parts;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto length = random() % 20 + 1;
            parts.push_back(bytes.substr(at, length));
            at += length;
        }
        CHECK(read(parts) == whole);
    }
}

TEST_CASE("bytes that are no frame are one error, and the next frame is found") {
    for (const std::string garbage :
         {"garbage\r\n\r\n", "\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: 2x\r\n\r\n",
          "Content-Length:\r\n\r\n", "Content-Length: 99999999999999999999999\r\n\r\n",
          "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", "Content-Type: a; charset=latin1\r\n\r\n",
          "X-Other: 1\r\n\r\n", "\x01\xFF\n{\"jsonrpc\":\"2.0\"}"}) {
        CAPTURE(garbage);
        const auto frames = read({garbage + framed("{}") + framed("[]")});
        REQUIRE(frames.size() == 3);
        CHECK(frames[0].starts_with("error: expected "));
        CHECK(frames[1] == "{}");
        CHECK(frames[2] == "[]");
    }
}

TEST_CASE("a body that is longer than its header states costs no frame behind it") {
    const auto frames = read({"Content-Length: 2\r\n\r\n{}}}" + framed("[]")});
    CHECK(frames == Texts{"{}", frames[1], "[]"});
    CHECK(frames[1].starts_with("error: "));
}

TEST_CASE("lengths are bounded: neither a header nor a body takes memory for what it claims") {
    const FrameLimits limits{.header_bytes = 64, .body_bytes = 10};
    CHECK(read({"Content-Length: 10\r\n\r\n0123456789"}, limits) == Texts{"0123456789"});
    CHECK(read({"Content-Length: 11\r\n\r\n0123456789x" + framed("{}")}, limits) ==
          Texts{"error: expected at most 10 bytes in a message, found 11", "{}"});
    CHECK(read({"Content-Length: 18446744073709551615\r\n\r\n", "012"}, limits) ==
          Texts{"error: expected at most 10 bytes in a message, found 18446744073709551615"});
    CHECK(read({std::string(1000, 'x'), std::string(1000, 'y'), "\r\n" + framed("{}")}, limits) ==
          Texts{"error: expected a shorter header", "{}"});
    std::string many;
    for (int i = 0; i < 20; ++i) many += "X-Other: 1\r\n";
    CHECK(read({many + framed("{}")}, limits) == Texts{"error: expected a shorter header", "{}"});
}

TEST_CASE("any bytes become frames and errors, and a frame behind them and an empty line is read") {
    std::mt19937 random(11);  // NOLINT: the same bytes in each run
    const std::string alphabet = "Content-Length: 0123456789\r\n\n\r\n{}\":x\xFF";
    for (int round = 0; round < 3000; ++round) {
        std::string bytes;
        for (auto length = random() % 60; length != 0; --length) bytes += alphabet[random() % alphabet.size()];
        FrameReader reader({.header_bytes = 128, .body_bytes = 64});
        reader.feed(bytes);
        while (const auto frame = reader.next()) CHECK((frame->error.empty() || frame->body.empty()));
        // A body may still be open, so the frame comes once more behind more bytes than any body has.
        std::string last;
        for (const auto& part : {std::string(200, '\n'), framed("{\"last\":1}")}) {
            reader.feed(part);
            while (const auto frame = reader.next()) last = frame->body;
        }
        CAPTURE(bytes);
        CHECK((last == "{\"last\":1}" || !reader.is_between_frames()));
    }
}

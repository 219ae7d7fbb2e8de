#include "lsp/message.h"

#include <doctest/doctest.h>

using namespace abi::lsp;

TEST_CASE("a message with an id is a request, one without is a notification, and one with a result is an answer") {
    const auto request = parse_message(R"({"jsonrpc":"2.0","id":7,"method":"m","params":{"a":1}})");
    REQUIRE(request.message);
    CHECK(request.message->what == Message::What::request);
    CHECK(request.message->id == 7);
    CHECK(request.message->method == "m");
    CHECK(request.message->params == Json{{"a", 1}});
    CHECK(parse_message(R"({"jsonrpc":"2.0","id":"x","method":"m"})").message->id == "x");
    const auto told = parse_message(R"({"jsonrpc":"2.0","method":"m","params":null})");
    CHECK(told.message->what == Message::What::notification);
    CHECK(told.message->params == Json::object());
    CHECK(parse_message(R"({"jsonrpc":"2.0","id":1,"result":null})").message->what == Message::What::answer);
}

TEST_CASE("a wrong body is answered with an error code of JSON-RPC, and with its id if it has one") {
    struct Case {
        const char* body;
        int code;
        Json id;
    };
    for (const auto& [body, code, id] : {
             Case{"", -32700, nullptr},
             {"{", -32700, nullptr},
             {"\xFF", -32700, nullptr},
             {"{\"jsonrpc\":\"2.0\",\"method\":\"\xFF\"}", -32700, nullptr},
             {"[]", -32600, nullptr},
             {"7", -32600, nullptr},
             {"{}", -32600, nullptr},
             {R"({"id":3,"method":"m"})", -32600, 3},
             {R"({"jsonrpc":"1.0","id":3,"method":"m"})", -32600, 3},
             {R"({"jsonrpc":"2.0","id":3})", -32600, 3},
             {R"({"jsonrpc":"2.0","id":[3],"method":"m"})", -32600, nullptr},
             {R"({"jsonrpc":"2.0","id":1.5,"method":"m"})", -32600, nullptr},
             {R"({"jsonrpc":"2.0","id":3,"method":4})", -32600, 3},
             {R"({"jsonrpc":"2.0","id":3,"method":"m","params":4})", -32600, 3},
         }) {
        CAPTURE(body);
        const auto parsed = parse_message(body);
        CHECK_FALSE(parsed.message);
        CHECK(static_cast<int>(parsed.failure.code) == code);
        CHECK(parsed.id == id);
    }
}

TEST_CASE("values that are nested too deep are refused, however long they are") {
    const std::string deep(100000, '[');
    CHECK(parse_message(R"({"jsonrpc":"2.0","method":"m","params":)" + deep).failure.code == ErrorCode::parse_error);
    const std::string body =
        R"({"jsonrpc":"2.0","method":"m","params":)" + std::string(30, '[') + std::string(30, ']') + "}";
    CHECK(parse_message(body).message);
    CHECK_FALSE(parse_message(body, 20).message);
}

TEST_CASE("answers and errors are those of JSON-RPC 2.0") {
    CHECK(Json::parse(answer(7, nullptr)) == Json::parse(R"({"jsonrpc":"2.0","id":7,"result":null})"));
    CHECK(Json::parse(failure(nullptr, {ErrorCode::parse_error, "expected JSON"})) ==
          Json::parse(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"expected JSON"}})"));
    CHECK(Json::parse(notification("m", {{"text", "\xFF"}}))["params"]["text"] == "\xEF\xBF\xBD");
}

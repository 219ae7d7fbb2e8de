// The messages of JSON-RPC 2.0, as the Language Server Protocol uses it: requests, notifications and answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nlohmann/json.hpp"

namespace abi::lsp {

using Json = nlohmann::json;

/// JSON-RPC 2.0, 5.1, and "ErrorCodes" of the protocol.
enum class ErrorCode : int {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
    not_initialized = -32002,
};

/// An error that answers a request.
struct Failure {
    ErrorCode code{};
    std::string message;
};

/// What the client sent.
struct Message {
    enum class What { request, notification, answer } what = What::notification;
    Json id{};  // of a request: a number or a string
    std::string method;
    Json params = Json::object();
};

/// A message, or why the body is none.
struct Parsed {
    std::optional<Message> message;
    Json id{};  // of a request that is wrong, else null
    Failure failure{};
};

/// Reads a body, which is not trusted. Values that are nested more than `most_depth` deep are refused.
Parsed parse_message(std::string_view body, int most_depth = 64);

/// Bodies of answers and of messages to the client. Text that is not UTF-8 is replaced (U+FFFD).
std::string answer(const Json& id, Json result);
std::string failure(const Json& id, const Failure& failure);
std::string notification(std::string_view method, Json params);

}  // namespace abi::lsp

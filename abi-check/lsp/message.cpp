#include "lsp/message.h"

namespace abi::lsp {
namespace {

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// "Request" in the protocol: an integer or a string.
bool is_id(const Json& id) {
    return id.is_number_integer() || id.is_string();
}

Parsed refuse(ErrorCode code, std::string message, Json id = nullptr) {
    return {std::nullopt, std::move(id), {code, std::move(message)}};
}

}  // namespace

Parsed parse_message(std::string_view body, int most_depth) {
    bool is_too_deep = false;
    const auto within = [&](int depth, Json::parse_event_t /*event*/, Json& /*value*/) {
        is_too_deep = is_too_deep || depth > most_depth;
        return !is_too_deep;
    };
    Json json = Json::parse(body, within, false);
    if (is_too_deep) return refuse(ErrorCode::parse_error, "expected values that are less deeply nested");
    if (json.is_discarded()) return refuse(ErrorCode::parse_error, "expected JSON");
    if (!json.is_object()) return refuse(ErrorCode::invalid_request, "expected an object, one message in each frame");

    const auto id = json.find("id");
    const bool has_id = id != json.end() && !id->is_null();
    const Json shown = has_id && is_id(*id) ? *id : Json();
    const auto version = json.find("jsonrpc");
    if (version == json.end() || *version != "2.0")
        return refuse(ErrorCode::invalid_request, "expected \"jsonrpc\": \"2.0\"", shown);
    if (has_id && !is_id(*id)) return refuse(ErrorCode::invalid_request, "expected a number or a string as \"id\"");
    const auto method = json.find("method");
    if (method == json.end()) {
        if (json.contains("result") || json.contains("error"))
            return {Message{Message::What::answer, shown, "", {}}, {}, {}};
        return refuse(ErrorCode::invalid_request, "expected \"method\"", shown);
    }
    if (!method->is_string()) return refuse(ErrorCode::invalid_request, "expected a string as \"method\"", shown);
    Message message{has_id ? Message::What::request : Message::What::notification, shown, *method};
    if (const auto params = json.find("params"); params != json.end() && !params->is_null()) {
        if (!params->is_structured())
            return refuse(ErrorCode::invalid_request, "expected an object or an array as \"params\"", shown);
        message.params = std::move(*params);
    }
    return {std::move(message), {}, {}};
}

std::string answer(const Json& id, Json result) {
    return text_of({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

std::string failure(const Json& id, const Failure& failure) {
    return text_of({{"jsonrpc", "2.0"},
                    {"id", id},
                    {"error", {{"code", static_cast<int>(failure.code)}, {"message", failure.message}}}});
}

std::string notification(std::string_view method, Json params) {
    return text_of({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

}  // namespace abi::lsp

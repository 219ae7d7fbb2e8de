#include "tool/lsp_server.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <utility>

#include "lsp/actions.h"
#include "lsp/hover.h"
#include "lsp/position.h"
#include "lsp/uri.h"
#include "os/file.h"
#include "tool/version.h"

namespace abi {
namespace {

namespace fs = std::filesystem;
using lsp::ErrorCode;
using lsp::Failure;
using lsp::Json;

constexpr std::size_t largest_text = 16U << 20U;

/// A value in a value; null if it is not there.
const Json* find(const Json& json, std::initializer_list<const char*> path) {
    const Json* at = &json;
    for (const auto* name : path) {
        if (!at->is_object()) return nullptr;
        const auto found = at->find(name);
        if (found == at->end()) return nullptr;
        at = &*found;
    }
    return at;
}

std::optional<std::string> text_at(const Json& json, std::initializer_list<const char*> path) {
    const auto* found = find(json, path);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

/// Parameters that are not what the protocol states.
Failure bad_params(const std::string& expected) {
    return {ErrorCode::invalid_params, "expected " + expected};
}

std::string normal(const std::string& path) {
    return fs::path(path).lexically_normal().string();
}

/// The path of `textDocument`; nothing if it is no file of this machine. Throws Failure if there is none.
std::optional<std::string> document_of(const Json& params) {
    const auto uri = text_at(params, {"textDocument", "uri"});
    if (!uri) throw bad_params("a string as textDocument.uri");
    const auto path = lsp::path_of_uri(*uri);
    return path ? std::optional(normal(*path)) : std::nullopt;
}

struct Position {
    std::size_t line = 0;  // from 0
    std::size_t utf16 = 0;
};

Position position_at(const Json& params, std::initializer_list<const char*> path) {
    const auto* found = find(params, path);
    const auto* line = found == nullptr ? nullptr : find(*found, {"line"});
    const auto* character = found == nullptr ? nullptr : find(*found, {"character"});
    constexpr std::uint64_t most = 0x7FFFFFFF;  // uinteger
    for (const auto* number : {line, character}) {
        if (number == nullptr || !number->is_number_unsigned() || number->get<std::uint64_t>() > most) {
            throw bad_params("a line and a character from 0 on");
        }
    }
    return {line->get<std::size_t>(), character->get<std::size_t>()};
}

std::string saved_text(const std::string& path) {
    auto text = read_file(path, largest_text);
    return text ? std::move(*text) : std::string();
}

Json hover_value(std::string text, bool is_markdown) {
    if (!is_markdown) return {{"kind", "plaintext"}, {"value", text}};
    for (auto at = text.find("```"); at != std::string::npos; at = text.find("```", at)) text.replace(at, 3, "'''");
    return {{"kind", "markdown"}, {"value", "```text\n" + text + "```"}};
}

}  // namespace

void LspServer::fail(const Json& id, const Failure& failure) {
    send_(lsp::failure(id, failure));
}

void LspServer::tell(const std::string& remark) {
    constexpr int warning = 2;  // MessageType
    send_(lsp::notification("window/showMessage", {{"type", warning}, {"message", "abi-check: " + remark}}));
}

void LspServer::handle(const lsp::Frame& frame) {
    if (!frame.error.empty()) return fail(nullptr, {ErrorCode::parse_error, frame.error});
    const auto parsed = lsp::parse_message(frame.body);
    if (!parsed.message) return fail(parsed.id, parsed.failure);
    const auto& message = *parsed.message;
    // What this server asks of the client needs no answer.
    if (message.what == lsp::Message::What::answer) return;
    const bool is_request = message.what == lsp::Message::What::request;
    try {
        if (is_request) return answer(message);
        notice(message);
    } catch (const Failure& failure) {
        if (is_request) fail(message.id, failure);
    } catch (const std::exception& error) {
        if (is_request) fail(message.id, {ErrorCode::internal_error, error.what()});
    }
}

void LspServer::answer(const lsp::Message& message) {
    const auto& method = message.method;
    if (was_shut_down_) throw Failure{ErrorCode::invalid_request, "expected \"exit\" behind \"shutdown\""};
    if (method == "initialize") return send_(lsp::answer(message.id, initialize(message.params)));
    if (!is_initialized_) throw Failure{ErrorCode::not_initialized, "expected \"initialize\" first"};
    if (method == "shutdown") {
        was_shut_down_ = true;
        waiting_.clear();
        return send_(lsp::answer(message.id, nullptr));
    }
    if (method == "textDocument/hover") return send_(lsp::answer(message.id, hover(message.params)));
    if (method == "textDocument/codeAction") return send_(lsp::answer(message.id, code_actions(message.params)));
    throw Failure{ErrorCode::method_not_found, "this server does not know " + method};
}

Json LspServer::initialize(const Json& params) {
    if (is_initialized_) throw Failure{ErrorCode::invalid_request, "expected \"initialize\" once"};
    is_initialized_ = true;
    if (const auto* formats = find(params, {"capabilities", "textDocument", "hover", "contentFormat"})) {
        takes_markdown_ = formats->is_array() && std::ranges::find(*formats, Json("markdown")) != formats->end();
    }
    const auto add = [&](const std::optional<std::string>& uri) {
        if (!uri) return;
        if (const auto path = lsp::path_of_uri(*uri)) folders_.push_back(normal(*path));
    };
    if (const auto* folders = find(params, {"workspaceFolders"}); folders != nullptr && folders->is_array()) {
        for (const auto& folder : *folders) add(text_at(folder, {"uri"}));
    }
    if (folders_.empty()) add(text_at(params, {"rootUri"}));
    return {{"serverInfo", {{"name", "abi-check"}, {"version", version()}}},
            {"capabilities",
             {{"positionEncoding", "utf-16"},
              {"textDocumentSync", {{"openClose", true}, {"change", 1}, {"save", {{"includeText", false}}}}},
              {"hoverProvider", true},
              {"codeActionProvider", {{"codeActionKinds", {"quickfix", "refactor"}}}}}}};
}

Json LspServer::hover(const Json& params) {
    const auto path = document_of(params);
    const auto position = position_at(params, {"position"});
    const auto* project = path ? project_of(*path) : nullptr;
    if (project == nullptr || !project->comparison) return nullptr;
    const auto text = text_of(*path);
    const lsp::Lines lines(text);
    const lsp::Spot spot{*path, static_cast<unsigned>(position.line + 1), lines.word_at(position.line, position.utf16)};
    const auto absolute = [&](const std::string& file) { return project->absolute(file); };
    const auto record = lsp::record_at(*project->comparison, spot, absolute);
    if (record.empty()) return nullptr;
    return {{"contents", hover_value(lsp::record_text(*project->comparison, record), takes_markdown_)}};
}

Json LspServer::code_actions(const Json& params) {
    const auto path = document_of(params);
    const auto first = position_at(params, {"range", "start"});
    const auto last = position_at(params, {"range", "end"});
    const auto* project = path ? project_of(*path) : nullptr;
    Json all = Json::array();
    if (project == nullptr || !project->comparison) return all;
    const auto text = saved_text(*path);
    if (text_of(*path) != text) return all;  // the places are those of the saved file
    const auto* only = find(params, {"context", "only"});
    const auto is_asked = [&](const std::string& kind) {
        if (only == nullptr || !only->is_array()) return true;
        return std::ranges::any_of(*only, [&](const Json& one) {
            return one.is_string() && (kind + ".").starts_with(one.get<std::string>() + ".");
        });
    };
    const lsp::Lines lines(text);
    const lsp::AskedLines asked{*path, static_cast<unsigned>(first.line + 1), static_cast<unsigned>(last.line + 1)};
    const auto absolute = [&](const std::string& file) { return project->absolute(file); };
    for (const auto& action : lsp::actions_at(*project->comparison, asked, text, absolute)) {
        if (!is_asked(action.kind)) continue;
        Json edits = Json::array();
        for (const auto& edit : action.edits) {
            edits.push_back({{"range", lines.range(edit.begin, edit.end)}, {"newText", edit.text}});
        }
        all.push_back({{"title", action.title},
                       {"kind", action.kind},
                       {"edit", {{"changes", {{lsp::uri_of_path(*path), std::move(edits)}}}}}});
    }
    return all;
}

void LspServer::notice(const lsp::Message& message) {
    const auto& method = message.method;
    if (method == "exit") {
        is_over_ = true;
        return;
    }
    if (!is_initialized_ || was_shut_down_) return;
    if (method == "textDocument/didOpen") return opened(message.params);
    if (method == "textDocument/didChange") return changed(message.params);
    if (method == "textDocument/didClose") {
        if (const auto path = document_of(message.params)) open_.erase(*path);
    } else if (method == "textDocument/didSave") {
        if (const auto path = document_of(message.params)) saved(*path);
    } else if (method == "workspace/didChangeWatchedFiles") {
        const auto* changes = find(message.params, {"changes"});
        if (changes == nullptr || !changes->is_array()) return;
        for (const auto& change : *changes) {
            const auto uri = text_at(change, {"uri"});
            const auto path = uri ? lsp::path_of_uri(*uri) : std::nullopt;
            if (path) saved(normal(*path));
        }
    }
}

void LspServer::opened(const Json& params) {
    const auto path = document_of(params);
    if (!path) return;
    open_[*path] = text_at(params, {"textDocument", "text"}).value_or(saved_text(*path));
    const auto config = config_of(*path);
    if (!config.empty() && !projects_.contains(config)) waiting_.insert(config);
}

/// The whole text, as `textDocumentSync` asks for it.
void LspServer::changed(const Json& params) {
    const auto path = document_of(params);
    const auto* changes = find(params, {"contentChanges"});
    if (!path || changes == nullptr || !changes->is_array() || changes->empty()) return;
    if (auto text = text_at(changes->back(), {"text"})) open_[*path] = std::move(*text);
}

void LspServer::saved(const std::string& path) {
    if (const auto config = config_of(path); !config.empty()) waiting_.insert(config);
    for (const auto& [config, project] : projects_) {
        if (project.files.contains(path)) waiting_.insert(config);
    }
}

std::string LspServer::config_of(const std::string& path) const {
    if (!options_.config.empty()) return normal(fs::absolute(options_.config).string());
    return config_for(path, folders_);
}

std::string LspServer::text_of(const std::string& path) const {
    const auto open = open_.find(path);
    return open == open_.end() ? saved_text(path) : open->second;
}

const CheckedProject* LspServer::project_of(const std::string& path) {
    const auto config = config_of(path);
    if (config.empty()) return nullptr;
    if (!projects_.contains(config) || waiting_.contains(config)) check(config);
    const auto found = projects_.find(config);
    return found == projects_.end() ? nullptr : &found->second;
}

void LspServer::work() {
    if (!waiting_.empty()) check(*waiting_.begin());
}

/// `config` is a copy: it may be an element of `waiting_`.
void LspServer::check(std::string config) {  // NOLINT(performance-unnecessary-value-param)
    waiting_.erase(config);
    std::error_code error;
    if (!fs::exists(config, error)) return forget(config);
    CheckedProject checked;
    try {
        checked = check_saved(options_, config);
    } catch (const std::exception& problem) {
        return tell(std::string("nothing was checked: ") + problem.what());
    }
    const auto [at, is_new] = projects_.try_emplace(config);
    const auto before = std::exchange(at->second, std::move(checked));
    for (const auto& [path, list] : at->second.diagnostics) publish(path);
    for (const auto& [path, list] : before.diagnostics) {
        if (!at->second.diagnostics.contains(path)) publish(path);
    }
    if (before.remarks == at->second.remarks) return;
    for (const auto& remark : at->second.remarks) tell(remark);
}

void LspServer::forget(const std::string& config) {
    const auto gone = projects_.extract(config);
    if (gone.empty()) return;
    for (const auto& [path, list] : gone.mapped().diagnostics) publish(path);
}

void LspServer::publish(const std::string& path) {
    Json all = Json::array();
    for (const auto& [config, project] : projects_) {
        const auto found = project.diagnostics.find(path);
        if (found != project.diagnostics.end()) all.insert(all.end(), found->second.begin(), found->second.end());
    }
    send_(lsp::notification("textDocument/publishDiagnostics",
                            {{"uri", lsp::uri_of_path(path)}, {"diagnostics", std::move(all)}}));
}

}  // namespace abi

// The language server between its messages and the projects: one thread, one message at a time.
//
//     didOpen, didSave ─► the project waits ─► work: the gate ─► publishDiagnostics
//     hover, codeAction ─► work, if the project waits ─► an answer from the last check
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lsp/frame.h"
#include "lsp/message.h"
#include "tool/lsp_project.h"
#include "tool/options.h"

namespace abi {

class LspServer {
  public:
    /// `send` takes the body of a message to the client.
    LspServer(Options options, std::function<void(const std::string& body)> send)
        : options_(std::move(options)), send_(std::move(send)) {}

    void handle(const lsp::Frame& frame);

    /// Whether a project waits for its check.
    bool has_work() const { return !waiting_.empty(); }

    /// Checks one project that waits, and publishes what it finds.
    void work();

    bool is_over() const { return is_over_; }
    bool was_shut_down() const { return was_shut_down_; }

  private:
    using Json = lsp::Json;

    void answer(const lsp::Message& message);
    Json initialize(const Json& params);
    Json hover(const Json& params);
    Json code_actions(const Json& params);
    void notice(const lsp::Message& message);
    void opened(const Json& params);
    void changed(const Json& params);
    void saved(const std::string& path);
    void fail(const Json& id, const lsp::Failure& failure);
    void tell(const std::string& remark);

    std::string config_of(const std::string& path) const;
    const CheckedProject* project_of(const std::string& path);
    void check(std::string config);
    void forget(const std::string& config);
    void publish(const std::string& path);
    std::string text_of(const std::string& path) const;

    Options options_;
    std::function<void(const std::string& body)> send_;
    bool is_initialized_ = false;
    bool was_shut_down_ = false;
    bool is_over_ = false;
    bool takes_markdown_ = false;
    std::vector<std::string> folders_;                // of the workspace
    std::map<std::string, std::string> open_;         // texts of the editor, by path
    std::map<std::string, CheckedProject> projects_;  // by the path of their configuration
    std::set<std::string> waiting_;                   // paths of configurations
};

}  // namespace abi

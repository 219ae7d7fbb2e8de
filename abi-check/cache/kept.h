// Answers that are kept between runs. An answer is bytes; its question is bytes, too, of which the digest names the
// file.
//
//     question ─► file ─► all dependencies as they were ─► the kept answer
//                   ▲          └─ one changed, or no file ─► watch(ask) ─► answer, dependencies ─┐
//                   └──────────────────────────────────────────────────────────────────────────┘
//
// So the same work would find a kept answer again: the question is the same, and so is all that the work looked at.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cache/disk.h"

namespace abi {

class KeptAnswers {
  public:
    /// `folder`: of the cache; empty: nothing is kept, and nothing is watched. `tell`: gets a line for each answer,
    /// with the reason for what was done; may be null. `looked`: is told the paths of today on which an answer depends;
    /// may be null.
    KeptAnswers(std::string folder, std::function<void(const std::string&)> tell, PastFiles past = {},
                std::function<void(const Look&)> looked = nullptr)
        : folder_(std::move(folder)), tell_(std::move(tell)), looked_(std::move(looked)), disk_(std::move(past)) {}

    /// What is asked, and how.
    struct Question {
        std::string name;   // for `tell`
        std::string words;  // all that decides the answer, except the contents of files; see key.h
        /// Takes the bytes of a kept answer. Returns false if they are damaged.
        std::function<bool(std::string_view bytes)> take;
        /// Makes ready what `ask` needs, and what the answer does not depend on; may be null.
        std::function<void()> prepare{};
        /// Finds the answer anew.
        std::function<void()> ask;
        /// Returns the bytes of what `ask` found; nothing: it may not be kept. Called only if they would be kept.
        std::function<std::optional<std::string>()> bytes;
    };
    /// Returns whether all paths on which the answer depends are known, so that `looked` was told them.
    bool answer(const Question& question);

  private:
    bool ask(const Question& question, const std::string& path, const std::string& why);
    void tell_look(const std::string& path, Look::How how) const;

    std::string folder_;
    std::function<void(const std::string&)> tell_;
    std::function<void(const Look&)> looked_;
    Disk disk_;
};

}  // namespace abi

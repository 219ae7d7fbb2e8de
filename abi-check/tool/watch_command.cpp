// --watch: runs the gate, and again when something changes that decided its result.
//
//     ┌─► Round (a child runs the gate) ─► its report ─► WatchScreen
//     │                                 └► its paths ──► Changes ─► wait until one of them changes ─┐
//     └───────────────────────────── wait until nothing changes for a moment ◄──────────────────────┘
//
// A change in the middle of a run ends that run, because its result would be of neither state. The next run is not
// ended in this way, so that there is a result now and then even if something changes all the time.
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <optional>
#include <utility>

#include "os/changes.h"
#include "tool/commands.h"
#include "tool/gate.h"
#include "tool/output.h"
#include "tool/paths_seen.h"
#include "tool/watch_round.h"
#include "tool/watch_screen.h"
#include "tool/watch_signals.h"

namespace abi {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds quiet_time{20};        // an editor writes several times when it saves once
constexpr milliseconds most_quiet_time{500};  // if something is written all the time
constexpr milliseconds slow_time{300};        // after this time, the screen says that a check runs
constexpr milliseconds poll_time{500};        // between two looks where the system tells no events
constexpr milliseconds rest_time{1000};       // if the check itself seems to change what it reads

class Watch {
  public:
    Watch(const Options& options, bool is_terminal, bool color) : options_(options), screen_(is_terminal, color) {
        options_.color = color;
    }

    /// Returns the signal that ended it; 0 if the output cannot be written.
    int run() {
        for (bool is_abandoned = false; ending_ == 0;) {
            const auto start = coarse_now_ns();
            const auto end = run_round(is_abandoned);
            is_abandoned = !end;
            bool is_next = is_abandoned;
            if (end) {
                if (!screen_.show(end->gate, end->output, end->errors)) return 0;
                is_next = watch_paths(*end, start);
                // A check that changes what it reads must not keep the machine busy.
                if (is_next && was_immediate_) wait_for(rest_time);
                was_immediate_ = is_next;
            }
            if (is_next) {
                settle();
                changes_.changed();  // the next run sees all that happened until now
            } else {
                wait_for_change();
            }
        }
        screen_.leave();
        return ending_;
    }

  private:
    /// Waits until something happens, at most for this time. Returns whether a path may have changed.
    bool may_have_changed(std::optional<milliseconds> limit) {
        // Without events, poll tells of the output only that nobody can read it any more.
        std::array<pollfd, 3> all{{{.fd = signals_.descriptor(), .events = POLLIN, .revents = 0},
                                   {.fd = changes_.descriptor(), .events = POLLIN, .revents = 0},
                                   {.fd = STDOUT_FILENO, .events = 0, .revents = 0}}};
        poll(all.data(), all.size(), limit ? static_cast<int>(limit->count()) : -1);
        const auto signals = signals_.take();
        if (all[2].revents != 0) ending_ = SIGPIPE;
        if (signals.ending != 0) ending_ = signals.ending;
        if (signals.is_resized) screen_.draw();
        return all[1].revents != 0 && changes_.happened();
    }

    /// Nothing: something changed meanwhile, or a signal came, and it was ended.
    std::optional<RoundEnd> run_round(bool must_end) {
        const auto work = [&](PathsSeen& seen) { return gate_once(options_, &seen); };
        Round round(work, screen_.is_terminal(), signals_.kept());
        if (is_first_) screen_.show_checking();
        std::optional<Clock::time_point> slow;
        if (!is_first_) slow = Clock::now() + slow_time;
        is_first_ = false;
        while (!round.has_ended()) {
            std::optional<milliseconds> limit;
            if (slow) limit = std::max(milliseconds(0), std::chrono::ceil<milliseconds>(*slow - Clock::now()));
            const bool may_have = may_have_changed(limit);
            if (ending_ != 0) return std::nullopt;
            if (may_have && changes_.changed()) {
                if (!must_end) return std::nullopt;
                is_changed_ = true;
            }
            if (slow && Clock::now() >= *slow) {
                screen_.show_checking();
                slow.reset();
            }
        }
        return round.end();
    }

    /// Returns whether something changed meanwhile.
    bool watch_paths(const RoundEnd& end, std::uint64_t start) {
        auto paths = end.paths;
        // A run that ended early has not seen all that it needs.
        if (end.gate.status == Status::failed) paths.insert(complete_.begin(), complete_.end());
        if (end.gate.status != Status::failed) complete_ = paths;
        is_changed_ |= changes_.watch(paths, start);
        const auto& why = changes_.why_polling();
        screen_.set_remark(why.empty() ? "" : why + ", so files are looked at every half second");
        return std::exchange(is_changed_, false);
    }

    void wait_for_change() {
        while (ending_ == 0) {
            const bool polls = !changes_.why_polling().empty();
            const bool may_have = may_have_changed(polls ? std::optional(poll_time) : std::nullopt);
            if (ending_ != 0 || !(may_have || polls)) continue;
            settle();
            if (changes_.changed()) return;
        }
    }

    /// Waits until nothing happens for a moment.
    void settle() {
        const auto end = Clock::now() + most_quiet_time;
        while (ending_ == 0 && may_have_changed(quiet_time) && Clock::now() < end) {
        }
    }

    void wait_for(milliseconds time) {
        const auto end = Clock::now() + time;
        while (ending_ == 0 && Clock::now() < end) {
            may_have_changed(std::chrono::ceil<milliseconds>(end - Clock::now()));
        }
    }

    Options options_;
    WatchSignals signals_;
    WatchScreen screen_;
    Changes changes_;
    Changes::Paths complete_;  // of the last run that was complete
    bool is_first_ = true;
    bool was_immediate_ = false;
    bool is_changed_ = false;
    int ending_ = 0;
};

}  // namespace

Status run_watch(const Options& options) {
    const bool is_terminal = understands_control(STDOUT_FILENO);
    int signal = 0;
    {
        Watch watch(options, is_terminal, wants_color(options));
        signal = watch.run();
    }
    if (signal == 0) return say_error("standard output could not be written");
    // So a shell and a script see that it was interrupted.
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return Status::failed;
}

}  // namespace abi

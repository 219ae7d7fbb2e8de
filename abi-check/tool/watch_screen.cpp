#include "tool/watch_screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>
#include <vector>

#include "model/lines.h"
#include "model/words.h"
#include "report/terminal.h"
#include "tool/output.h"

namespace abi {
namespace {

struct Row {
    std::string_view word;
    Ink ink;
};

Row row_of(Status status) {
    constexpr std::array rows{Row{"conforms", Ink::green}, Row{"differs", Ink::red}, Row{"incomplete", Ink::yellow}};
    return rows.at(static_cast<std::size_t>(status));
}

/// Without what sets colours (ECMA-48 SGR), the only control sequences of a report.
std::string without_colors(std::string_view line) {
    std::string text;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '\033') {
            at = std::min(line.find('m', at), line.size() - 1);
        } else {
            text += line[at];
        }
    }
    return text;
}

std::size_t rows_of(std::string_view line, std::size_t columns) {
    const auto needed = columns_of(without_colors(line));
    return needed == 0 ? 1 : (needed + columns - 1) / columns;
}

bool write_at_once(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto size = write(file, bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace

std::string watch_head(const std::string& time, const GateEnd& end, bool color) {
    const auto [word, ink] = row_of(end.status);
    const TextStyle style{.color = color};
    std::string head = time + "  " + paint(style, ink, std::string(word));
    if (!end.was_compared) return head;
    return head + ": " + counted(end.counts.errors, "error") + ", " + counted(end.counts.warnings, "warning") + ", " +
           counted(end.counts.notes, "note");
}

std::string time_of_day() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 9> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%H:%M:%S", &local)};
}

std::string watch_frame(std::string_view head, std::string_view text, std::size_t columns, std::size_t rows) {
    columns = std::max<std::size_t>(columns, 1);
    const auto lines = lines_of(text);
    std::string frame = "\033[H\033[J" + std::string(head) + "\n";
    if (lines.empty()) return frame;
    frame += "\n";
    const auto used = rows_of(head, columns) + 2;  // with the empty line, and the row of the cursor at the end
    auto left = rows > used ? rows - used : 1;
    std::size_t needed = 0;
    for (const auto line : lines) needed += rows_of(line, columns);
    const bool fits = rows == 0 || needed <= left;
    std::size_t at = 0;
    for (; at < lines.size(); ++at) {
        const auto height = rows_of(lines[at], columns);
        if (!fits && height + 1 > left) break;
        left -= std::min(left, height);
        (frame += lines[at]) += "\n";
    }
    if (at != lines.size()) {
        frame += shortened("… " + counted(lines.size() - at, "more line") +
                               ": make the window higher, or run abi-check without --watch",
                           columns) +
                 "\n";
    }
    return frame;
}

void WatchScreen::show_checking() {
    if (!is_terminal_) return;
    head_ = time_of_day() + "  checking ...";
    draw();
}

bool WatchScreen::show(const GateEnd& end, std::string output, const std::string& errors) {
    if (is_terminal_) {
        head_ = watch_head(time_of_day(), end, color_) + "  (Ctrl-C ends)";
        text_ = std::move(output);
        return draw();
    }
    write_at_once(STDERR_FILENO, errors);
    return write_at_once(STDOUT_FILENO, "--- " + watch_head(time_of_day(), end, color_) + "\n" + output);
}

void WatchScreen::set_remark(const std::string& remark) {
    if (remark == remark_) return;
    remark_ = remark;
    if (is_terminal_) {
        draw();
    } else if (!remark.empty()) {
        say_done(remark);
    }
}

bool WatchScreen::draw() const {
    if (!is_terminal_) return true;
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size = {};
    const std::size_t columns = size.ws_col == 0 ? page_columns : size.ws_col;
    const auto text = (remark_.empty() ? "" : "abi-check: " + remark_ + "\n") + text_;
    return write_at_once(STDOUT_FILENO, watch_frame(head_, text, columns, size.ws_row));
}

void WatchScreen::leave() const {
    if (is_terminal_) write_at_once(STDOUT_FILENO, "\n");
}

}  // namespace abi

// What --watch shows: on a terminal one screen that is drawn again in place, elsewhere one report below the other.
#pragma once

#include <string>
#include <string_view>

#include "tool/gate.h"

namespace abi {

/// "14:03:22  differs: 1 error, 0 warnings, 0 notes", with colours if wanted.
std::string watch_head(const std::string& time, const GateEnd& end, bool color);

/// The time of day on the user's clock: "14:03:22".
std::string time_of_day();

/// A whole screen: erases it, and writes the head, an empty line and as many lines of the text as fit. If not all do,
/// the last line tells how many are missing. A line that is wider than the screen takes several of its rows. 0 rows:
/// all fit.
std::string watch_frame(std::string_view head, std::string_view text, std::size_t columns, std::size_t rows);

class WatchScreen {
  public:
    WatchScreen(bool is_terminal, bool color) : is_terminal_(is_terminal), color_(color) {}

    bool is_terminal() const { return is_terminal_; }

    /// Shows that a check runs; on a terminal only.
    void show_checking();

    /// Shows the end of a check. `output`, `errors`: what it wrote. Returns false if it could not be written.
    bool show(const GateEnd& end, std::string output, const std::string& errors);

    /// A sentence that stands on the screen until it is another one, and elsewhere is said once.
    void set_remark(const std::string& remark);

    /// Draws the screen again, for instance because it has another size.
    bool draw() const;

    /// Leaves the cursor below the screen.
    void leave() const;

  private:
    bool is_terminal_;
    bool color_;
    std::string head_{}, text_{}, remark_{};
};

}  // namespace abi

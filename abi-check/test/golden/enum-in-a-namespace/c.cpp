namespace {
enum Other { M_B = 20 };
}

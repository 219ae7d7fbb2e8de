enum Other { M_C = 10, M_B = 2 };
enum Other other;

struct P {
    unsigned char data[sizeof(void *)];
};

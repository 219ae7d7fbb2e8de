struct usb_setup {
    unsigned int kind;
    unsigned int length;
};
struct usb_state {
    unsigned short port;
};
struct usb_page {
    unsigned long long address;
};

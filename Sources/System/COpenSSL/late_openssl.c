// What of OpenSSL this program calls. libssl brings libcrypto with it, and a handle finds what is in both.
#ifdef __linux__

#include "copenssl.h"
#include "late_library.h"

// OpenSSL says its own number; libcrypto has the same.
#define TEXT(number) #number
#define NAME(number) "libssl.so." TEXT(number)
static late_library openssl = {.file = NAME(OPENSSL_SHLIB_VERSION), .package = "libssl3"};
#define LATE(...) LATE_FUNCTION(&openssl, __VA_ARGS__)

void *copenssl_open(void) { return late_library_open(&openssl); }

LATE(void, BIO_clear_flags, (BIO *a, int b), (a, b))
LATE(void *, BIO_get_data, (BIO *a), (a))
LATE(int, BIO_get_new_index, (void), ())
LATE(BIO_METHOD *, BIO_meth_new, (int a, const char *b), (a, b))
LATE(int, BIO_meth_set_create, (BIO_METHOD *a, int (*b)(BIO *)), (a, b))
LATE(int, BIO_meth_set_ctrl, (BIO_METHOD *a, long (*b)(BIO *, int, long, void *)), (a, b))
LATE(int, BIO_meth_set_destroy, (BIO_METHOD *a, int (*b)(BIO *)), (a, b))
LATE(int, BIO_meth_set_read, (BIO_METHOD *a, int (*b)(BIO *, char *, int)), (a, b))
LATE(int, BIO_meth_set_write, (BIO_METHOD *a, int (*b)(BIO *, const char *, int)), (a, b))
LATE(BIO *, BIO_new, (const BIO_METHOD *a), (a))
LATE(void, BIO_set_data, (BIO *a, void *b), (a, b))
LATE(void, BIO_set_flags, (BIO *a, int b), (a, b))
LATE(void, BIO_set_init, (BIO *a, int b), (a, b))
LATE(int, CRYPTO_memcmp, (const void *a, const void *b, size_t c), (a, b, c))
LATE(const SSL_METHOD *, DTLS_client_method, (void), ())
LATE(const SSL_METHOD *, DTLS_server_method, (void), ())
LATE(void, DTLS_set_timer_cb, (SSL *a, DTLS_timer_cb b), (a, b))
LATE(void, ERR_clear_error, (void), ())
LATE(unsigned long, ERR_peek_last_error, (void), ())
LATE(const char *, ERR_reason_error_string, (unsigned long a), (a))
LATE(void, EVP_KDF_CTX_free, (EVP_KDF_CTX *a), (a))
LATE(EVP_KDF_CTX *, EVP_KDF_CTX_new, (EVP_KDF *a), (a))
LATE(int, EVP_KDF_derive, (EVP_KDF_CTX *a, unsigned char *b, size_t c, const OSSL_PARAM d[]), (a, b, c, d))
LATE(EVP_KDF *, EVP_KDF_fetch, (OSSL_LIB_CTX *a, const char *b, const char *c), (a, b, c))
LATE(void, EVP_KDF_free, (EVP_KDF *a), (a))
LATE(const EVP_MD *, EVP_sha256, (void), ())
LATE(unsigned char *, HMAC, (const EVP_MD *a, const void *b, int c, const unsigned char *d, size_t e, unsigned char
    *f, unsigned int *g), (a, b, c, d, e, f, g))
LATE(OSSL_PARAM, OSSL_PARAM_construct_end, (void), ())
LATE(OSSL_PARAM, OSSL_PARAM_construct_octet_string, (const char *a, void *b, size_t c), (a, b, c))
LATE(OSSL_PARAM, OSSL_PARAM_construct_utf8_string, (const char *a, char *b, size_t c), (a, b, c))
LATE(int, RAND_bytes, (unsigned char *a, int b), (a, b))
LATE(const char *, SSL_CIPHER_get_name, (const SSL_CIPHER *a), (a))
LATE(int, SSL_CIPHER_is_aead, (const SSL_CIPHER *a), (a))
LATE(long, SSL_CTX_ctrl, (SSL_CTX *a, int b, long c, void *d), (a, b, c, d))
LATE(void, SSL_CTX_free, (SSL_CTX *a), (a))
LATE(SSL_CTX *, SSL_CTX_new, (const SSL_METHOD *a), (a))
LATE(int, SSL_CTX_set_cipher_list, (SSL_CTX *a, const char *b), (a, b))
LATE(void, SSL_CTX_set_cookie_generate_cb, (SSL_CTX *a, int (*b)(SSL *ssl, unsigned char *cookie, unsigned int
    *cookie_len)), (a, b))
LATE(void, SSL_CTX_set_cookie_verify_cb, (SSL_CTX *a, int (*b)(SSL *ssl, const unsigned char *cookie, unsigned int
    cookie_len)), (a, b))
LATE(void, SSL_CTX_set_keylog_callback, (SSL_CTX *a, SSL_CTX_keylog_cb_func b), (a, b))
LATE(uint64_t, SSL_CTX_set_options, (SSL_CTX *a, uint64_t b), (a, b))
LATE(void, SSL_CTX_set_psk_client_callback, (SSL_CTX *a, SSL_psk_client_cb_func b), (a, b))
LATE(void, SSL_CTX_set_psk_server_callback, (SSL_CTX *a, SSL_psk_server_cb_func b), (a, b))
LATE(int, SSL_CTX_set_session_id_context, (SSL_CTX *a, const unsigned char *b, unsigned int c), (a, b, c))
LATE(void, SSL_SESSION_free, (SSL_SESSION *a), (a))
LATE(int, SSL_SESSION_is_resumable, (const SSL_SESSION *a), (a))
LATE(long, SSL_ctrl, (SSL *a, int b, long c, void *d), (a, b, c, d))
LATE(int, SSL_do_handshake, (SSL *a), (a))
LATE(void, SSL_free, (SSL *a), (a))
LATE(SSL_SESSION *, SSL_get1_session, (SSL *a), (a))
LATE(const SSL_CIPHER *, SSL_get_current_cipher, (const SSL *a), (a))
LATE(int, SSL_get_error, (const SSL *a, int b), (a, b))
LATE(void *, SSL_get_ex_data, (const SSL *a, int b), (a, b))
LATE(const SSL_CIPHER *, SSL_get_pending_cipher, (const SSL *a), (a))
LATE(OSSL_HANDSHAKE_STATE, SSL_get_state, (const SSL *a), (a))
LATE(SSL *, SSL_new, (SSL_CTX *a), (a))
LATE(int, SSL_read, (SSL *a, void *b, int c), (a, b, c))
LATE(int, SSL_session_reused, (const SSL *a), (a))
LATE(void, SSL_set_accept_state, (SSL *a), (a))
LATE(void, SSL_set_bio, (SSL *a, BIO *b, BIO *c), (a, b, c))
LATE(void, SSL_set_connect_state, (SSL *a), (a))
LATE(int, SSL_set_ex_data, (SSL *a, int b, void *c), (a, b, c))
LATE(void, SSL_set_info_callback, (SSL *a, void (*b)(const SSL *ssl, int type, int val)), (a, b))
LATE(void, SSL_set_msg_callback, (SSL *a, void (*b)(int write_p, int version, int content_type, const void *buf,
    size_t len, SSL *ssl, void *arg)), (a, b))
LATE(int, SSL_set_session, (SSL *a, SSL_SESSION *b), (a, b))
LATE(int, SSL_shutdown, (SSL *a), (a))
LATE(const char *, SSL_state_string, (const SSL *a), (a))
LATE(int, SSL_write, (SSL *a, const void *b, int c), (a, b, c))

#endif

/* cplusplus_end.h - ends what cplusplus_begin.h began. */
#ifdef __cplusplus

#undef _Alignas
#undef _Thread_local
}
#pragma GCC diagnostic pop

#endif

/*
 * Starts the bundled CPython with one fixed module.
 *
 * Three programs are made of this file (installer/launchers.py): batola-desk.exe (window), batola-line.exe (telephone
 * and sound) and batola-deskctl.exe (commands for IT). MODULE names the Python module, WINDOWED makes a program
 * without a console, MARKS_RUNNING holds the mutex by which installer and uninstaller see a desk that is in use.
 */
#include <windows.h>
#include <sddl.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define PATH_CHARS 32768
#define EXIT_NO_PYTHON 126

typedef int (*python_main)(int, wchar_t **);

static int complain(const wchar_t *words)
{
#ifdef WINDOWED
    MessageBoxW(NULL, words, L"Batola Desk", MB_ICONERROR | MB_OK);
#else
    fwprintf(stderr, L"%ls\n", words);
#endif
    return EXIT_NO_PYTHON;
}

#ifdef MARKS_RUNNING
/* Every user may ask whether the mutex exists; only its owner may do more. Freed by the system, however we end. */
static void mark_running(void)
{
    SECURITY_ATTRIBUTES rights = { sizeof rights, NULL, FALSE };
    ConvertStringSecurityDescriptorToSecurityDescriptorW(
        L"D:(A;;GA;;;OW)(A;;GA;;;SY)(A;;0x100000;;;WD)", SDDL_REVISION_1, &rights.lpSecurityDescriptor, NULL);
    CreateMutexW(&rights, FALSE, L"Global\\BatolaDesk.Running");
    LocalFree(rights.lpSecurityDescriptor);
}
#endif

#ifdef WINDOWED
/* A desk that is opened while setup works would stand in the way of its renames, or of a rollback. Setup's own
 * rehearsal tells so in its environment. */
static int is_setup_running(void)
{
    HANDLE setup;

    if (GetEnvironmentVariableW(L"BATOLA_SETUP_LOG", NULL, 0))
        return 0;
    setup = OpenMutexW(SYNCHRONIZE, FALSE, L"Global\\BatolaDesk.Setup");
    if (!setup)
        return GetLastError() == ERROR_ACCESS_DENIED;
    CloseHandle(setup);
    return 1;
}

/* Leave the folder to setup; reopen.exe beside it opens the desk afterwards. */
static int hand_over(const wchar_t *program, DWORD length)
{
    static wchar_t waiter[PATH_CHARS + 32];
    STARTUPINFOW start = { .cb = sizeof start };
    PROCESS_INFORMATION made;

    wmemcpy(waiter, program, length);
    while (length > 1 && waiter[length - 2] != L'\\')
        length--;
    wcscpy(waiter + length - 1, L"reopen.exe");
    if (!CreateProcessW(waiter, NULL, NULL, NULL, FALSE, 0, NULL, L"C:\\", &start, &made))
        return complain(L"Batola Desk sedang dipasang atau diperbarui. Buka lagi setelah selesai.");
    CloseHandle(made.hThread);
    CloseHandle(made.hProcess);
    return 0;
}
#endif

/* `-c`, `-m` and the like: a child that Python itself starts (multiprocessing) wants a plain interpreter. */
static int wants_plain_python(int argc, wchar_t **argv)
{
    return argc > 1 && argv[1][0] == L'-' && argv[1][1] != L'-' && argv[1][1] != L'h' && argv[1][1] != 0;
}

/* One copy of the coordinate systems serves all libraries (installer/payload.py); set before any of them loads. */
static void show_proj_data(const wchar_t *program, DWORD length)
{
    static wchar_t folder[PATH_CHARS + 32];

    wmemcpy(folder, program, length);
    wcscpy(folder + length, L"share\\proj");
    SetEnvironmentVariableW(L"PROJ_DATA", folder);
}

static int run(int argc, wchar_t **argv)
{
    static wchar_t dll[PATH_CHARS + 32];
    wchar_t **words;
    python_main main_of_python;
    HMODULE python;
    int count = 0, i;
    DWORD length = GetModuleFileNameW(NULL, dll, PATH_CHARS);

    while (length && dll[length - 1] != L'\\')
        length--;
#ifdef WINDOWED
    if (argc == 1 && is_setup_running()) /* with words it is a command or a child of a desk that is open */
        return hand_over(dll, length);
#endif
    show_proj_data(dll, length);
    wcscpy(dll + length, PYTHON_DLL);
    SetDllDirectoryW(L""); /* no library out of the current folder */
    python = LoadLibraryExW(dll, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    main_of_python = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!main_of_python)
        return complain(L"Program rusak: " PYTHON_DLL L" tidak dapat dimuat. Pasang ulang Batola Desk.");
#ifdef MARKS_RUNNING
    mark_running();
#endif
    words = calloc((size_t)argc + 4, sizeof *words);
    if (!words)
        return complain(L"Memori tidak cukup.");
    words[count++] = argv[0];
    if (!wants_plain_python(argc, argv)) {
        words[count++] = L"-m";
        words[count++] = MODULE;
    }
    for (i = 1; i < argc; i++)
        words[count++] = argv[i];
    return main_of_python(count, words);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show)
{
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    (void)self, (void)before, (void)line, (void)show;
    return argv ? run(argc, argv) : EXIT_NO_PYTHON;
}
#else
int wmain(int argc, wchar_t **argv)
{
    return run(argc, argv);
}
#endif

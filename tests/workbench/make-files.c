/* make-files.c: puts the files of a shop into a folder, for drivers outside the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   make-files FOLDER
 */

#include "config.h"

#include "wb-test-files.h"

int
main (int argc, char **argv)
{
  g_autofree char *book = NULL;
  g_autofree char *people = NULL;

  if (argc != 2)
    return 2;
  book = wb_test_write_book (argv[1], "shop.xlsx", 400);
  people = wb_test_write_people (argv[1], "people.csv", 3000);

  return 0;
}
